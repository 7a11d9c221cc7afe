#pragma once

#include <memory>
#include <string>

#include "gateway/transcoding/descriptors.h"
#include "google/protobuf/message.h"

namespace rasoat::gateway {

/// A small API in package `rasoat.shop.v1`, with one method for every shape
/// the gateway knows. Aborts if it does not build.
///
///   Shelves.GetShelf     GET    /v1/{name=shelves/*}
///   Shelves.CreateShelf  POST   /v1/shelves             body "shelf"
///   Shelves.MergeShelves POST   /v1/{name=shelves/*}:merge  body "*"
///   Shelves.ListShelves  GET    /v1/shelves
///   Shelves.DeleteShelf  DELETE /v1/{name=shelves/*}
///   Shelves.WatchShelves GET    /v1/shelves:watch       streams
std::unique_ptr<Descriptors> ShopApi();

/// The same as a set, for those who change it first.
google::protobuf::FileDescriptorSet ShopFiles();

/// A new empty message of `rasoat.shop.v1.<name>`.
std::unique_ptr<google::protobuf::Message> NewShop(const Descriptors& api,
                                                   const std::string& name);

/// The message in the protocol's text form, on one line.
std::string Text(const google::protobuf::Message& message);

}  // namespace rasoat::gateway
